/** Whether this device prints, or makes a PDF in doing so. */
export const canPrint: boolean = false;

/** Nothing: WeChat does not print. */
export function printElement(id: string, title: string): Promise<void> {
  void [id, title];
  return Promise.resolve();
}
