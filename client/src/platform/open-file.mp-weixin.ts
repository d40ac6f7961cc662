/** Opens a document that lies at `filePath`, of a kind that WeChat, or the phone, can show. Out: whether that worked. */
export function openFile(filePath: string, name: string): Promise<boolean> {
  const ending = /\.(docx?|xlsx?|pptx?|pdf)$/i.exec(name)?.[1]?.toLowerCase();
  return new Promise((resolve) => {
    uni.openDocument({
      filePath,
      ...(ending !== undefined && { fileType: ending as 'pdf' }),
      showMenu: true,
      success: () => resolve(true),
      fail: () => resolve(false),
    });
  });
}
