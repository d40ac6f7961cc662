import { open, type FileHandle } from 'node:fs/promises';

/** The header of a compound file names the first sectors of its table; larger files than those cover have more. */
const HEADER = 512;
const TABLE_SECTORS = 109;
const DIRECTORY_ENTRY = 128;
/** So many sectors of the directory are looked at: what matters stands at its beginning. */
const DIRECTORY_SECTORS_MAX = 64;
const LAST_SECTOR = 0xfffffffa;

const PROTECTED = new Set(['EncryptedPackage', 'EncryptionInfo']);
const OLD_OFFICE = new Set(['WordDocument', 'Workbook', 'Book', 'PowerPoint Document', 'PP97_DUALSTORAGE']);

/**
 * What the compound file at `path` holds: an office file of today under a password, or one of old office programs (also of
 * WPS); `unsupported` for anything else, such as mails and installers.
 */
export async function oleKind(path: string): Promise<'encrypted' | 'legacy' | 'unsupported'> {
  const file = await open(path);
  try {
    const names = await directoryOf(file);
    if (names.some((name) => PROTECTED.has(name))) return 'encrypted';
    return names.some((name) => OLD_OFFICE.has(name)) ? 'legacy' : 'unsupported';
  } finally {
    await file.close();
  }
}

/** The names of the streams, as far as they can be followed. */
async function directoryOf(file: FileHandle): Promise<string[]> {
  const header = await bytesAt(file, 0, HEADER);
  if (header.length < HEADER) return [];
  const size = header.readUInt16LE(30) === 12 ? 4_096 : 512;
  const names: string[] = [];
  let sector = header.readUInt32LE(48);
  for (let seen = 0; seen < DIRECTORY_SECTORS_MAX && sector < LAST_SECTOR; seen += 1) {
    const bytes = await bytesAt(file, (sector + 1) * size, size);
    for (let at = 0; at + DIRECTORY_ENTRY <= bytes.length; at += DIRECTORY_ENTRY) {
      const length = Math.min(64, bytes.readUInt16LE(at + 64)) - 2;
      if (length > 0) names.push(bytes.toString('utf16le', at, at + length));
    }
    sector = await sectorAfter(file, header, size, sector);
  }
  return names;
}

async function sectorAfter(file: FileHandle, header: Buffer, size: number, sector: number): Promise<number> {
  const perSector = size / 4;
  const table = Math.floor(sector / perSector);
  if (table >= TABLE_SECTORS) return LAST_SECTOR;
  const at = (header.readUInt32LE(76 + table * 4) + 1) * size + (sector % perSector) * 4;
  const bytes = await bytesAt(file, at, 4);
  return bytes.length === 4 ? bytes.readUInt32LE(0) : LAST_SECTOR;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
