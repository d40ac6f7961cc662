/** A new session's token. */
export async function newSession(url: string, deviceId: string): Promise<string> {
  const response = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'guest', deviceId }),
  });
  const { token } = (await response.json()) as { token: string };
  return token;
}
