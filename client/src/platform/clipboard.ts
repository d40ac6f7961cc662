import { feel } from '@/ui/haptics';

/** Copies `text`. Out: whether it worked. Shows nothing itself; a finger feels it. */
export async function copyText(text: string): Promise<boolean> {
  const copied = await written(text);
  if (copied) feel('light');
  return copied;
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // On plain http in a local network there is no such thing.
    return copySelected(text);
  }
}

function copySelected(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.style.cssText = 'position:fixed;opacity:0';
  document.body.append(field);
  field.select();
  // Given up by the standard, and still what all browsers do.
  const copied = (document as { execCommand(command: string): boolean }).execCommand('copy');
  field.remove();
  return copied;
}
