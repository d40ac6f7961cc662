interface NativeBridge {
  android?: { importClass(name: string): { randomUUID(): { toString(): string } } };
  ios?: { importClass(name: string): { UUID(): { UUIDString(): string } } };
}

declare const plus: NativeBridge & { os: { name?: string } };

/** A random UUID, version 4, from the system: the app's script engine has no source of randomness of its own. */
export function uuid(): Promise<string> {
  const made =
    plus.os.name === 'iOS'
      ? plus.ios?.importClass('NSUUID').UUID().UUIDString()
      : plus.android?.importClass('java.util.UUID').randomUUID().toString();
  return made === undefined
    ? Promise.reject(new Error('no source of randomness'))
    : Promise.resolve(made.toLowerCase());
}
