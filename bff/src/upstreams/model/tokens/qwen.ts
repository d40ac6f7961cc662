import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { Tokenizer } from '@huggingface/tokenizers';

/** Of the merges, so that a damaged file counts nothing rather than wrong. */
const SHA_256 = 'bbeef245f0b03a9613753068e5799c2496290005594c68f09eed68feedbe6d1f';

/** How the vocabulary splits a text before it merges bytes; from the `tokenizer.json` of Qwen2.5 and Qwen3. */
const SPLIT =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** Tokens that have no merges, in the order of their ids; from the same file. */
const ADDED =
  '<|endoftext|> <|im_start|> <|im_end|> <|object_ref_start|> <|object_ref_end|> <|box_start|> <|box_end|> <|quad_start|> ' +
  '<|quad_end|> <|vision_start|> <|vision_end|> <|vision_pad|> <|image_pad|> <|video_pad|> <tool_call> </tool_call> ' +
  '<|fim_prefix|> <|fim_middle|> <|fim_suffix|> <|fim_pad|> <|repo_name|> <|file_sep|> <tool_response> </tool_response> ' +
  '<think> </think>';

/** The vocabulary of Qwen2.5 and Qwen3, from the merges in `file`. Throws where the file is not the right one. */
export function qwenTokenizer(file: URL): Tokenizer {
  const text = brotliDecompressSync(readFileSync(file)).toString('utf8');
  if (createHash('sha256').update(text).digest('hex') !== SHA_256) throw new Error('the vocabulary file is damaged');
  const merges = text.split('\n');
  const vocabulary = [...byteLetters(), ...merges.map((merge) => merge.replace(' ', ''))];
  const json = {
    added_tokens: ADDED.split(' ').map((content, index) => ({
      id: vocabulary.length + index,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'NFC' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: SPLIT }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
      merges,
    },
  };
  return new Tokenizer(json, { tokenizer_class: 'Qwen2Tokenizer' });
}

/** The letters that stand for bytes in merges: printable ones for themselves, the rest from U+0100 on. */
function byteLetters(): string[] {
  const printable = (code: number) => (code > 0x20 && code < 0x7f) || (code > 0xa0 && code <= 0xff && code !== 0xad);
  const bytes = Array.from({ length: 256 }, (_, code) => code);
  const others = bytes.filter((code) => !printable(code)).map((_, index) => String.fromCharCode(0x100 + index));
  return [...bytes.filter(printable).map((code) => String.fromCharCode(code)), ...others];
}
