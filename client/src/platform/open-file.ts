/** Opens a document that lies at `path`: a browser downloads it under its name. Out: whether that worked. */
export function openFile(path: string, name: string): Promise<boolean> {
  const link = document.createElement('a');
  link.href = path;
  link.download = name;
  link.click();
  return Promise.resolve(true);
}
