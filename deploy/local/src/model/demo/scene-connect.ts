import type { Scene } from './scene';

const ENDPOINTS = [
  { name: 'vLLM', url: 'http://127.0.0.1:8000/v1', key: 'EMPTY', model: 'Qwen/Qwen3-8B' },
  { name: 'Ollama', url: 'http://127.0.0.1:11434/v1', key: 'ollama', model: 'qwen3:8b' },
  { name: 'DashScope', url: 'https://dashscope.aliyuncs.com/compatible-mode/v1', key: 'sk-…', model: 'qwen-plus' },
];

const BLOCKS = ENDPOINTS.map(({ name, url, key, model }) =>
  [
    `**${name}**`,
    `\`\`\`bash\nLLM_BASE_URL=${url} \\\nLLM_API_KEY=${key} \\\nLLM_MODEL=${model} \\\nnpm start\n\`\`\``,
  ].join('\n\n'),
).join('\n\n');

/** Tells how a real model is connected. */
export const connectScene: Scene = {
  matches: (question) =>
    /(连接|接入|配置|对接|换成|换个|使用).{0,8}(模型|LLM|vLLM|Ollama|DashScope|通义|千问)|LLM_BASE_URL/i.test(
      question,
    ) || /\b(connect|configure|set ?up|use)\b.{0,20}\b(model|llm|vllm|ollama|dashscope)\b/i.test(question),
  say: {
    zh: () =>
      [
        '三个环境变量就够了，任何兼容 OpenAI 接口的服务都可以：',
        '- `LLM_BASE_URL`：接口地址，一般以 `/v1` 结尾\n- `LLM_API_KEY`：密钥；本机服务不校验时随便填一个\n- `LLM_MODEL`：模型名，要和服务里的名字一致',
        BLOCKS,
        '停下现在的 `npm start`，带上变量重新启动即可，话题和历史都会保留。设置了 `LLM_BASE_URL` 以后，演示脚本就不再启动。',
      ].join('\n\n'),
    en: () =>
      [
        'Three environment variables are enough, for any service with OpenAI’s interface:',
        '- `LLM_BASE_URL`: its address, usually ending in `/v1`\n- `LLM_API_KEY`: the key; any word where a local service does not check it\n- `LLM_MODEL`: the model, by the name that the service uses',
        BLOCKS,
        'Stop the running `npm start` and start it again with them; topics and history stay. Once `LLM_BASE_URL` is set, the demo script is not started any more.',
      ].join('\n\n'),
  },
};
