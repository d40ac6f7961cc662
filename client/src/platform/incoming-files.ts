import { pickedFile, type PickedFile } from './pick-files';

export interface Incoming {
  /** Files were pasted into the text field, or dropped on the page. */
  files(files: PickedFile[]): void;
  /** A text was pasted, of which `asFile` makes a file. Out: true where it is taken, and does not come to stand in the field. */
  text(text: string, asFile: (name: string) => PickedFile): boolean;
  /** Files are held over the page, or no longer. */
  over(over: boolean): void;
}

/** Tells of files that are pasted into the text field inside of the element `hostId`, or dropped. Out: stops it. */
export function onIncomingFiles(hostId: string, { files, text, over }: Incoming): () => void {
  const paste = (event: ClipboardEvent): void => {
    const { target, clipboardData } = event;
    if (!(target instanceof Element) || !target.closest(`#${hostId}`) || !clipboardData) return;
    // Office programs add a picture of the text that they copy.
    if (clipboardData.types.includes('text/plain')) {
      const pasted = clipboardData.getData('text/plain');
      if (text(pasted, (name) => textFile(name, pasted))) event.preventDefault();
      return;
    }
    if (clipboardData.files.length === 0) return;
    event.preventDefault();
    files([...clipboardData.files].map(pickedFile));
  };
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  const drag = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    // Unless it is told otherwise, the browser leaves the page for the file.
    event.preventDefault();
    over(true);
  };
  const leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) over(false);
  };
  const drop = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(false);
    const dropped = [...(event.dataTransfer?.items ?? [])].flatMap((item) => fileOf(item) ?? []);
    if (dropped.length > 0) files(dropped.map(pickedFile));
  };
  document.addEventListener('paste', paste);
  document.addEventListener('dragover', drag);
  document.addEventListener('dragleave', leave);
  document.addEventListener('drop', drop);
  return () => {
    document.removeEventListener('paste', paste);
    document.removeEventListener('dragover', drag);
    document.removeEventListener('dragleave', leave);
    document.removeEventListener('drop', drop);
  };
}

/** A folder looks like a file until it is read. */
function fileOf(item: DataTransferItem): File | null {
  return item.webkitGetAsEntry()?.isDirectory ? null : item.getAsFile();
}

/** A text as a file, of the kind that the ending of its name says. */
function textFile(name: string, text: string): PickedFile {
  return pickedFile(new File([text], name, { type: name.endsWith('.md') ? 'text/markdown' : 'text/plain' }));
}
