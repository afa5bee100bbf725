// The tables on the device. Only ids, numbers and sizes are readable in them; everything else is sealed.
import Dexie, { type EntityTable } from "dexie";
import type { Wrapped } from "./keyring";
import type { Sealed } from "./sealing";

export interface DeviceRow {
  slot: "me";
  id: string;
  account: string;
  wrapped: Wrapped | null;
  tries: number;
  cutOff: boolean;
  /** The highest number ever given to a command here. */
  last: number;
}

export interface PieceRow extends Sealed {
  key: string;
  etag: string;
  size: number;
}

export interface CommandRow extends Sealed {
  number: number;
}

export interface PhotoRow extends Sealed {
  id: string;
  size: number;
}

/** A command that could not be read: kept as it lies here, for whoever can make something of it. */
export interface DamagedRow extends Sealed {
  number: number;
  found_at: string;
}

export class FieldDatabase extends Dexie {
  device!: EntityTable<DeviceRow, "slot">;
  pieces!: EntityTable<PieceRow, "key">;
  commands!: EntityTable<CommandRow, "number">;
  photos!: EntityTable<PhotoRow, "id">;
  damaged!: EntityTable<DamagedRow, "number">;

  constructor(name = "aftersail-field") {
    super(name);
    this.version(1).stores({ device: "slot", pieces: "key", commands: "number", photos: "id" });
    // A new version adds tables; what an older app left unsent is carried over untouched.
    this.version(2).stores({ damaged: "number" });
  }
}
