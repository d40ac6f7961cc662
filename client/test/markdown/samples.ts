/** One text with everything an answer may hold. */
export const RICH = `# 部署检查表

先看 **重点：**后面的数字，再看\`config.ts\`。**“引号里的强调”**紧跟着文字；English 与中文混排 at 99.95% 可用性 🚀👩‍💻。

## 步骤

1. 安装依赖
   \`\`\`bash
   npm ci && npm start
   \`\`\`
2. 检查端口
   - 本机：http://127.0.0.1:3000/healthz，返回 200
   - 局域网
     1. 手机扫码
     2. 打开页面
3. 完成

> 引用一段话，
> 分两行写。
>
> - 其中有列表

| 模型 | 显存 | 吞吐 | 首字延迟 | 许可 | 备注 |
| :-- | --: | --: | :-: | --- | --- |
| Qwen3-8B | 16 GB | 2,400 tok/s | 80 ms | Apache-2.0 | 适合单卡部署，推荐 |
| 其他 | - | - | - | - | \`a|b\` |

---

\`\`\`ts
export const 问候 = (name: string): string => \`你好，\${name}\`; // 注释
\`\`\`

\`\`\`brainfuck
++++[>++<-]
\`\`\`

很长的链接 https://example.com/a/very/long/path/that/does/not/end?with=query&and=more#hash 之后的文字。
`;
