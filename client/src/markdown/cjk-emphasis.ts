import type MarkdownIt from 'markdown-it';

const SPACE = /[\s\u3000]/;
const PUNCTUATION = /[!-/:-@[-`{-~\u00a1-\u00bf\u2010-\u2027\u2030-\u205e\u2190-\u23ff\u2500-\u27bf]/;
// Han (with its extensions, as surrogates too), kana, hangul, bopomofo, and the punctuation and full-width forms they use.
const CJK =
  /[\u1100-\u11ff\u2e80-\u303f\u3040-\u31ff\u3200-\u4dbf\u4e00-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\ud840-\udbff\udc00-\udfff]/;

interface Side {
  space: boolean;
  punctuation: boolean;
  cjk: boolean;
}

function look(character: string | undefined): Side {
  const at = character ?? ' ';
  const cjk = CJK.test(at);
  return { space: SPACE.test(at), punctuation: !cjk && PUNCTUATION.test(at), cjk };
}

/** Whether a run of markers stands at the outer edge of a word that goes on at `inner`, with `outer` on its other side. */
function hugs(inner: Side, outer: Side): boolean {
  if (inner.space) return false;
  return !inner.punctuation || outer.space || outer.punctuation || outer.cjk;
}

/**
 * Makes `**重点：**后文` bold. CommonMark looks for spaces around emphasis, which Chinese, Japanese and Korean text does
 * not have: beside their characters it leaves the asterisks standing. Here such a character counts as a word's edge.
 */
export function cjkEmphasis(md: MarkdownIt): void {
  const Base = md.inline.State;
  md.inline.State = class extends Base {
    override scanDelims(start: number, canSplitWord: boolean) {
      const marker = this.src[start];
      let end = start;
      while (end < this.posMax && this.src[end] === marker) end += 1;
      const before = look(start > 0 ? this.src[start - 1] : undefined);
      const after = look(end < this.posMax ? this.src[end] : undefined);
      const left = hugs(after, before);
      const right = hugs(before, after);
      return {
        can_open: left && (canSplitWord || !right || before.punctuation),
        can_close: right && (canSplitWord || !left || after.punctuation),
        length: end - start,
      };
    }
  };
}
