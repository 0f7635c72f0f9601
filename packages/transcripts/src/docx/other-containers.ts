import { ImportError } from '../errors.ts';

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/**
 * Tells what a file named as Word's is, where it is no zip: protected by a password, written by Word 97, or text.
 *
 * @throws ImportError `transcript/encrypted`, `transcript/legacy-doc`, `transcript/not-word`
 */
export function refuseOtherContainers(bytes: Uint8Array): void {
  if (OLE.every((byte, index) => bytes[index] === byte)) {
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const has = (name: string): boolean => head.includes(Buffer.from(name, 'utf16le'));
    if (has('EncryptedPackage') || has('EncryptionInfo')) {
      throw new ImportError(
        'transcript/encrypted',
        'The Word file is protected by a password; open it in Word, remove the password (File, Info, Protect Document), save it and import it again.',
      );
    }
    throw new ImportError(
      'transcript/legacy-doc',
      'The file is a .doc of Word 97 to 2003, which cannot be read here, whatever its name; open it in Word or LibreOffice, save it as .docx and import that.',
    );
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return;
  throw new ImportError(
    'transcript/not-word',
    'The file is named as a Word file but is none. If it is plain text, rename it to .txt; otherwise open it in Word, save it as .docx and import that.',
  );
}
