import { SETTLED_MS, Steps, WAIT_MS, type Walk } from './steps';
import { standIns } from './stand-ins';
import { pdfOf } from './pdf';

/** On a phone a menu is a sheet. */
const MENU_ITEM = '.ui-sheet.is-shown .ui-menu-item, .ui-menu.is-shown .ui-menu-item';
const PDF = {
  name: '华信科技二〇二五年度报告（经审计的合并报表及附注）.pdf',
  mimeType: 'application/pdf',
  buffer: pdfOf([['Annual report 2025', 'The company makes lifts.'], ['Revenue rose by 12 percent to 342 million.']]),
};

/** Every kind of block that an answer may have, with words long enough to be cut off somewhere. */
export const EVERYTHING = `# 一级标题：2025 年度经营情况

公司营收增长 **12%**[2]，造的是电梯[1]。*强调*与~~删去~~，行内代码 \`kubectl get pods\`，以及[一个链接](https://example.com/a/very/long/path)。

## 二级标题 Second-level heading

1. 第一项
   - 嵌套的一项，后面跟着一个很长的英文词 Donaudampfschifffahrtsgesellschaft
   - 另一项
2. 第二项

> 引用的话，“带引号”，——还有破折号。

### 三级标题

| 项目 | 2024 年（亿元） | 2025 年（亿元） | 增长率 |
| :- | -: | -: | :-: |
| 营业收入 | 305.36 | 342.00 | 12% |
| 归属于母公司股东的净利润 | 41.20 | 47.85 | 16% |

\`\`\`ts
export const debounce = (run: () => void, ms: number) => { let timer = 0; return () => { clearTimeout(timer); } };
\`\`\`

行内公式 $E = mc^2$，以及

$$\\int_0^1 x^2 \\, dx = \\frac{1}{3}$$

\`\`\`mermaid
flowchart TD
  A[开始] --> B[结束]
\`\`\`

\`\`\`mermaid
this is no diagram
\`\`\`

![红点](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==)

---

The quick brown fox jumps over the lazy dog, twice.`;

/** Goes through every page and state of the product that a visitor can bring about. */
export async function walkThrough(walk: Walk): Promise<void> {
  await walk.context.addInitScript(standIns);
  const page = await walk.context.newPage();
  await page.goto(walk.servers.origin);
  await page.locator('.composer textarea').first().waitFor();
  const steps = new Steps(page, walk);
  await beginning(steps);
  await writing(steps);
  await conversation(steps);
  await insideAnswers(steps);
  await aboutAnswers(steps);
  await aboutTopics(steps);
  const shared = await sharing(steps);
  await troubles(steps, walk);
  await listOfTopics(steps);
  await otherPages(walk, shared);
  await page.close();
}

async function beginning(steps: Steps): Promise<void> {
  await steps.page.locator('.ui-snackbar-note').waitFor({ timeout: WAIT_MS });
  await steps.look('empty, with a newer version at hand');
  await steps.pick('updates.restart', '.ui-snackbar-note');
  await steps.press('setup.open');
  await steps.look('settings of a topic');
  await steps.pick('setup.pickRole');
  await steps.look('roles');
  await steps.pick('roles.new');
  await steps.look('a new role');
  await steps.page.keyboard.press('Escape');
  await steps.page.keyboard.press('Escape');
  await steps.page.locator('.ui-sheet').first().waitFor({ state: 'detached' });
  await steps.press('files.attach');
  await steps.look('what can be attached');
  const chooser = steps.page.waitForEvent('filechooser');
  await steps.pick('files.documents');
  await (await chooser).setFiles(PDF);
  await steps.page.locator('.attached-chip').waitFor();
  await steps.page.locator('.composer textarea').first().fill('第一行\n第二行\n'.repeat(6));
  await steps.page.locator('.composer .is-solid[aria-disabled="false"]').waitFor({ timeout: WAIT_MS });
  await steps.look('a long question with a file');
}

async function writing(steps: Steps): Promise<void> {
  const field = steps.page.locator('.composer textarea').first();
  await steps.press('chat.largeField');
  await steps.look('a field as large as the page');
  await steps.press('chat.smallField');
  await steps.press('files.attach');
  await steps.pick('templates.keep');
  await steps.page.locator('.template-sheet').waitFor();
  await steps.look('a question kept as a template');
  await steps.close();
  await field.fill('/');
  await steps.page.locator('.templates').waitFor({ timeout: WAIT_MS });
  await steps.look('templates');
  await field.fill('');
  await steps.page.locator('.templates').waitFor({ state: 'detached' });
  await steps.press('chat.voice');
  await steps.page.locator('.composer-voice').waitFor();
  await steps.look('a question spoken');
  await steps.press('chat.voiceStop');
  await steps.page.locator('.composer-voice').waitFor({ state: 'detached' });
}

async function conversation(steps: Steps): Promise<void> {
  await steps.ask('去年怎么样？请按项目列出，并说明增长的原因', { text: EVERYTHING, tokensPerSecond: 60 });
  await steps.page.locator('.answer .markdown').first().waitFor();
  await steps.look('a running answer');
  await steps.ended();
  await steps.page.locator('.md-math.is-set').first().waitFor({ timeout: WAIT_MS });
  await steps.scrollTo('last');
  await steps.page.locator('.messages-jump.is-start').waitFor();
  await steps.look('an answer with every kind of block');
  await steps.scrollTo('first');
  await steps.page.locator('.question-bubble').first().click();
  await steps.look('what can be done with a question');
  await steps.press('chat.editQuestion');
  await steps.look('a question edited');
  await steps.press('chat.endEdit');
  await steps.page.locator('.md-cite').first().click();
  await steps.page.locator('.evidence').waitFor();
  await steps.page.waitForTimeout(1000);
  await steps.look('a source');
  await steps.close();
}

/** What the parts of an answer can do. */
async function insideAnswers(steps: Steps): Promise<void> {
  const { page } = steps;
  await page.locator('.md-diagram').last().scrollIntoViewIfNeeded();
  await page.locator('.md-diagram').first().scrollIntoViewIfNeeded();
  await page.locator('.md-diagram-picture').first().waitFor({ timeout: WAIT_MS });
  await steps.look('diagrams');
  await page.locator('.prose img').first().click();
  await page.locator('.pswp--open').waitFor({ timeout: WAIT_MS });
  await steps.look('a picture, large');
  await page.keyboard.press('Escape');
  await page.locator('.pswp').waitFor({ state: 'detached' });
  await page.locator('.prose a').first().click();
  await steps.look('a link that leads elsewhere');
  await page.keyboard.press('Escape');
  await page.locator('.web-dialog').waitFor({ state: 'detached' });
  await selectParagraph(steps);
  await steps.look('a part of an answer selected');
  // It goes where the window changes.
  await selectParagraph(steps);
  await steps.pick('selecting.quote', '.selection-bar');
  await page.locator('.quotation').waitFor();
  await steps.look('a quotation');
  await steps.press('chat.unquote');
  await page.locator('.answer-actions .ui-icon-button').last().click();
  await steps.pick('reading.start');
  await page.locator('.speech-bar').waitFor({ timeout: WAIT_MS });
  await steps.look('an answer read aloud');
  await steps.press('reading.close');
}

async function selectParagraph({ page }: Steps): Promise<void> {
  const paragraph = page.locator('.answer .prose p').first();
  await paragraph.scrollIntoViewIfNeeded();
  await page.waitForTimeout(SETTLED_MS);
  await paragraph.evaluate((element) => {
    getSelection()?.removeAllRanges();
    getSelection()?.selectAllChildren(element);
  });
  await page.locator('.selection-bar').waitFor();
}

async function aboutAnswers(steps: Steps): Promise<void> {
  const more = steps.page.locator('.answer-actions .ui-icon-button').last();
  await steps.press('chat.dislike');
  await steps.page.locator('.ui-sheet.is-shown').first().waitFor();
  await steps.look('what was wrong with an answer');
  await steps.close();
  await more.click();
  await steps.look('what can be done with an answer');
  await steps.close();
  for (const key of ['chat.usage', 'reports.open', 'exports.open'] as const) {
    await more.click();
    await steps.pick(key);
    await steps.page.locator('.ui-sheet.is-shown .ui-sheet-title').waitFor();
    if (key === 'exports.open') await steps.page.waitForTimeout(2500);
    await steps.look(key);
    await steps.close();
  }
}

async function aboutTopics(steps: Steps): Promise<void> {
  await steps.page.locator('.header-title').click();
  await steps.page.locator('.ui-prompt-field').waitFor();
  await steps.look('a topic renamed');
  await steps.close();
  await steps.page.locator('.header').getByLabel(steps.words('topics.moreHere'), { exact: true }).click();
  await steps.look('what can be done with a topic');
  // Where the header is narrow, it is not the first.
  await steps.page
    .locator(MENU_ITEM)
    .filter({ hasText: steps.words('files.topicCount', { n: 1 }) })
    .click();
  await steps.look('files of a topic');
  await steps.page.locator('.topic-file-open').first().click();
  await steps.page.waitForTimeout(1000);
  await steps.look('a file');
  await steps.page.keyboard.press('Escape');
  await steps.page.keyboard.press('Escape');
  await steps.page.locator('.ui-sheet').first().waitFor({ state: 'detached' });
  await steps.menu('exports.files');
  await steps.look('a topic as a file');
  await steps.close();
  await steps.page.locator('.header').getByLabel(steps.words('topics.moreHere'), { exact: true }).click();
  await steps.page.locator(MENU_ITEM).last().click();
  await steps.page.locator('.handoff-picture').waitFor({ timeout: WAIT_MS });
  await steps.look('a hand-off');
  await steps.close();
}

interface Shared {
  path: string;
  password: string;
}

async function sharing(steps: Steps): Promise<Shared> {
  await steps.menu('sharing.title');
  await steps.look('sharing');
  await steps.pick('sharing.some');
  await steps.page.locator('.choose-count, [role="checkbox"]').first().waitFor();
  await steps.look('messages chosen to be shared');
  await steps.pick('sharing.chooseAll');
  await steps.pick('sharing.chooseDone');
  await steps.page.locator('.ui-switch').first().click();
  await steps.look('sharing with a password');
  const password = await steps.page.locator('.share-password-field input').inputValue();
  const made = steps.page.waitForResponse(
    (reply) => reply.url().endsWith('/shares') && reply.request().method() === 'POST',
  );
  await steps.pick('sharing.make');
  const body = (await (await made).json()) as { url?: string; share?: { url: string } };
  await steps.page.locator('.share-made').waitFor();
  await steps.look('a link made');
  await steps.close();
  return { path: new URL(body.share?.url ?? body.url ?? '').pathname, password };
}

async function troubles(steps: Steps, walk: Walk): Promise<void> {
  await steps.ask('会失败的问题', { fault: { kind: 'status', status: 400 } });
  await steps.page.locator('.answer-failure').waitFor({ timeout: WAIT_MS });
  await steps.look('a failed answer');
  await steps.ask('长文', { length: 4000, tokensPerSecond: 40, reasoning: '先想一想这个问题。'.repeat(8) });
  await steps.page.locator('.reasoning').first().waitFor({ timeout: WAIT_MS });
  await steps.page.locator('.reasoning-head').first().click();
  await steps.look('thoughts');
  await steps.press('chat.stop');
  await steps.ended();
  await steps.look('a stopped answer');
  await walk.context.setOffline(true);
  await steps.page.locator('.connection-note').waitFor({ timeout: WAIT_MS });
  await steps.page.locator('.composer textarea').first().fill('隧道里的问题');
  await steps.press('chat.send');
  await steps.look('offline, with a question waiting');
  await walk.context.setOffline(false);
  await steps.page.locator('.connection-note').waitFor({ state: 'detached', timeout: WAIT_MS });
  await steps.ended();
}

async function listOfTopics(steps: Steps): Promise<void> {
  await steps.topics();
  await steps.page.locator('.topic').first().waitFor();
  await steps.look('topics');
  await steps.page.locator('.topic-row').first().hover();
  await steps.page.locator('.topic-more').first().click();
  await steps.look('what can be done with a topic of the list');
  await steps.pick('topics.select');
  await steps.look('topics chosen');
  await steps.press('topics.selectEnd');
  const search = steps.page.locator('.search-field input').first();
  await search.fill('营收');
  await steps.page.waitForTimeout(1200);
  await steps.look('found');
  await search.fill('没有这样的话');
  await steps.page.waitForTimeout(1200);
  await steps.look('nothing found');
  await search.fill('');
  await steps.press('settings.open');
  await steps.look('settings');
  await steps.pick('account.link.show');
  await steps.page.locator('.link').waitFor();
  await steps.page.waitForTimeout(800);
  await steps.look('a log-in by WeChat that there is none of');
  await steps.close();
  await steps.pick('sharing.mine');
  await steps.page.locator('.share-row').first().waitFor();
  await steps.look('all links');
  await steps.close();
}

async function otherPages(walk: Walk, shared: Shared): Promise<void> {
  const { path } = shared;
  const addresses: [string, string, string][] = [
    ['privacy', '/#/pages/legal/index?doc=privacy', '.legal-section'],
    ['agreement', '/#/pages/legal/index?doc=agreement', '.legal-section'],
    ['a share that is gone', `${path.slice(0, -4)}AAAA`, '.ui-empty'],
  ];
  for (const [state, address, proof] of addresses) {
    const page = await walk.context.newPage();
    await page.goto(`${walk.servers.origin}${address}`);
    await page.locator(proof).first().waitFor();
    await page.waitForTimeout(SETTLED_MS);
    await walk.look(page, state);
    await page.close();
  }
  await reader(walk, shared);
}

/** As somebody else, for who shared it is asked for no password. */
async function reader(walk: Walk, { path, password }: Shared): Promise<void> {
  const page = await walk.context.newPage();
  const steps = new Steps(page, walk);
  await page.addInitScript(() => localStorage.removeItem('account.session'));
  await page.goto(`${walk.servers.origin}${path}`);
  await page.locator('.share-password input').waitFor();
  await steps.look('a share with a password');
  await page.locator('.share-password input').fill(password);
  await steps.pick('shared.unlock', '.share-password');
  await page.locator('.reader .markdown').first().waitFor();
  await steps.look('a shared topic');
  await page.close();
}
