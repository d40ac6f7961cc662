const UNI_CALLS = new Set([
  'request',
  'connectSocket',
  'uploadFile',
  'downloadFile',
  'sendSocketMessage',
  'onSocketMessage',
  'closeSocket',
]);
const HOSTS = new Set(['uni', 'wx', 'plus', 'my', 'tt']);
const BROWSER = new Set(['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'WebTransport']);

/**
 * The network is known to client/src/transport/ alone. Which files are exempt is said by the configuration, not here.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const network = {
  meta: { type: 'problem', schema: [], messages: { used: 'Only client/src/transport/ knows the network: {{name}}.' } },
  create(context) {
    /** @type {(node: any, name: string) => void} */
    const report = (node, name) => context.report({ node, messageId: 'used', data: { name } });
    return {
      MemberExpression(node) {
        const { object, property } = node;
        if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
        const host = HOSTS.has(object.name) && UNI_CALLS.has(property.name);
        const browser = ['window', 'globalThis', 'self'].includes(object.name) && BROWSER.has(property.name);
        const beacon = object.name === 'navigator' && property.name === 'sendBeacon';
        if (host || browser || beacon) report(node, `${object.name}.${property.name}`);
      },
      'CallExpression > Identifier.callee, NewExpression > Identifier.callee'(/** @type {any} */ node) {
        if (BROWSER.has(node.name)) report(node, node.name);
      },
    };
  },
};
