import type { Pack } from '../pack';
import { Budget } from './budget';
import { Clock } from './clock';
import { Faults } from './faults';
import type { Net } from './net';
import { USER_FOLDER } from './wx/file-system';

/** A file that a person picks, or that the program wrote. */
export interface WorldFile {
  name: string;
  /** Base64. */
  content: string;
  kind: 'image' | 'file';
}

/** Everything around a program: the phone, its network, WeChat, and the person who holds it. */
export interface World {
  pack: Pack;
  net: Net;
  /** Where each domain that the program may speak to really is: `huati.example.com` -> `http://127.0.0.1:3000`. */
  domains: Record<string, string>;
  clock: Clock;
  faults: Faults;
  budget: Budget;
  storage: Map<string, string>;
  /** What the phone says of itself. */
  device: {
    theme: 'light' | 'dark';
    language: string;
    fontSizeSetting: number;
    online: boolean;
    width: number;
    height: number;
  };
  /** What the person does when WeChat asks. */
  person: {
    loginCodes: string[];
    agreesToPrivacy: boolean;
    allowsAlbum: boolean;
    picks: WorldFile[];
    scans: string[];
    /** Index of the line tapped in an action sheet; -1: cancelled. */
    sheetChoice: number;
    confirms: boolean;
  };
  /** What became visible outside of the page: toasts, the clipboard, the album, shares. */
  seen: { toasts: string[]; clipboard: string; album: string[]; sent: string[]; shares: object[]; updates: number };
  files: Map<string, WorldFile>;
  /** Of the program's own files; the outermost is always there. */
  folders: Set<string>;
  /** Runs what the program has registered for an event of the phone. */
  tell(event: string, detail?: object): void;
  /** Registers for such events, as `wx.onX` does. */
  hear(event: string, run: (detail: object) => void): void;
  unhear(event: string, run?: (detail: object) => void): void;
}

export interface WorldOptions {
  pack: Pack;
  net: Net;
  domains: Record<string, string>;
  storage?: Record<string, string>;
  device?: Partial<World['device']>;
  person?: Partial<World['person']>;
}

export function createWorld(options: WorldOptions): World {
  const listeners = new Map<string, Set<(detail: object) => void>>();
  const clock = new Clock();
  return {
    pack: options.pack,
    net: options.net,
    domains: options.domains,
    clock,
    faults: new Faults(),
    budget: new Budget(),
    storage: new Map(Object.entries(options.storage ?? {})),
    device: {
      theme: 'light',
      language: 'zh_CN',
      fontSizeSetting: 17,
      online: true,
      width: 390,
      height: 844,
      ...options.device,
    },
    person: {
      loginCodes: [],
      agreesToPrivacy: true,
      allowsAlbum: true,
      picks: [],
      scans: [],
      sheetChoice: 0,
      confirms: true,
      ...options.person,
    },
    seen: { toasts: [], clipboard: '', album: [], sent: [], shares: [], updates: 0 },
    files: new Map(),
    folders: new Set([USER_FOLDER]),
    tell: (event, detail = {}) => {
      for (const run of [...(listeners.get(event) ?? [])]) clock.deliver(() => run(detail));
    },
    hear: (event, run) => {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(run));
    },
    unhear: (event, run) => {
      if (run) listeners.get(event)?.delete(run);
      else listeners.delete(event);
    },
  };
}
