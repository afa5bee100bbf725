// What this device holds, opened: pieces taken along, commands in their order, photos. All writing to the store goes through here.
import type { Command, Deed } from "../queue/command";
import { closedUp, numbered, waiting } from "../queue/order";
import type { DamagedRow, DeviceRow, FieldDatabase } from "./database";
import { newId } from "./ids";
import { openBytes, openValue, sealBytes, sealValue } from "./sealing";

export interface Piece<T> {
  content: T;
  etag: string;
  size: number;
  at: string;
  /** The last command that the server had carried out when it packed this. */
  through: number;
}

/** The device is full: nothing was written, nothing lost. */
export class Full extends Error {}

async function written<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const named = error as { name?: string; inner?: { name?: string } };
    if (named.name === "QuotaExceededError" || named.inner?.name === "QuotaExceededError") throw new Full();
    throw error;
  }
}

export class Vault {
  queue: Command[] = [];
  readonly pieces = new Map<string, Piece<unknown>>();
  damaged: DamagedRow[] = [];
  /** Ids of photos whose bytes are on this device, with their sizes. */
  readonly photos = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly database: FieldDatabase,
    private readonly key: CryptoKey,
    readonly device: DeviceRow,
  ) {}

  /** Open what lies on the device. Commands that cannot be read are set aside, never deleted. */
  static async open(database: FieldDatabase, key: CryptoKey, device: DeviceRow): Promise<Vault> {
    const vault = new Vault(database, key, device);
    await Promise.all([vault.readPieces(), vault.readCommands(), vault.readPhotos()]);
    return vault;
  }

  private async readPieces(): Promise<void> {
    for (const row of await this.database.pieces.toArray()) {
      // A ship's tree is large and only opened when somebody looks at it.
      if (row.key.startsWith("ship:")) continue;
      const piece = await this.opened<Piece<unknown>>(row);
      if (piece) this.pieces.set(row.key, piece);
      else await this.database.pieces.delete(row.key);
    }
  }

  private async opened<T>(row: { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }): Promise<T | undefined> {
    try {
      return await openValue<T>(this.key, row);
    } catch {
      return undefined;
    }
  }

  private async readCommands(): Promise<void> {
    const rows = await this.database.commands.orderBy("number").toArray();
    const read = await Promise.all(rows.map(async (row) => ({ row, command: await this.opened<Command>(row) })));
    this.queue = read.flatMap(({ command }) => (command ? [command] : []));
    const broken = read.filter(({ command }) => !command).map(({ row }) => ({ ...row, found_at: new Date().toISOString() }));
    if (broken.length) {
      await this.database.transaction("rw", this.database.commands, this.database.damaged, async () => {
        await this.database.damaged.bulkPut(broken);
        await this.database.commands.bulkDelete(broken.map((one) => one.number));
      });
    }
    this.damaged = await this.database.damaged.toArray();
  }

  private async readPhotos(): Promise<void> {
    await this.database.photos.each((row) => {
      this.photos.set(row.id, row.size);
    });
  }

  /** Return a piece that was taken along; a ship's tree is read from the store when first asked for. */
  async piece<T>(key: string): Promise<Piece<T> | undefined> {
    const known = this.pieces.get(key);
    if (known) return known as Piece<T>;
    const row = await this.database.pieces.get(key);
    const piece = row && (await this.opened<Piece<T>>(row));
    if (piece) this.pieces.set(key, piece);
    return piece;
  }

  async keepPiece(key: string, piece: Piece<unknown>): Promise<void> {
    await written(this.database.pieces.put({ key, etag: piece.etag, size: piece.size, ...(await sealValue(this.key, piece)) }));
    this.pieces.set(key, piece);
    this.changed();
  }

  async dropPiece(key: string): Promise<void> {
    await this.database.pieces.delete(key);
    this.pieces.delete(key);
  }

  /** Note what was done, with a photo's bytes where it is one: both or neither are on the device when this returns. */
  async note(deed: Deed, through: number, photo?: { id: string; bytes: ArrayBuffer }): Promise<Command> {
    return this.inTurn(async () => {
      const last = Math.max(this.device.last, ...this.damaged.map((one) => one.number));
      const command = numbered(deed, this.queue, newId(), new Date().toISOString(), through, last);
      const row = { number: command.number, ...(await sealValue(this.key, command)) };
      const sealedPhoto = photo && { id: photo.id, size: photo.bytes.byteLength, ...(await sealBytes(this.key, photo.bytes)) };
      await written(
        this.database.transaction("rw", this.database.commands, this.database.photos, this.database.device, async () => {
          if (sealedPhoto) await this.database.photos.put(sealedPhoto);
          await this.database.commands.add(row);
          await this.database.device.update("me", { last: command.number });
        }),
      );
      this.device.last = command.number;
      this.queue = [...this.queue, command];
      if (photo) this.photos.set(photo.id, photo.bytes.byteLength);
      this.changed();
      return command;
    });
  }

  /** Keep commands as they stand now. */
  async update(commands: readonly Command[]): Promise<void> {
    if (!commands.length) return;
    await this.inTurn(async () => {
      const rows = await Promise.all(commands.map(async (one) => ({ number: one.number, ...(await sealValue(this.key, one)) })));
      await written(this.database.commands.bulkPut(rows));
      const known = new Map(commands.map((one) => [one.id, one]));
      this.queue = this.queue.map((one) => known.get(one.id) ?? one);
      this.changed();
    });
  }

  /** Number the commands that the server has not had without gaps again, after some could not be read. */
  async closeUp(next: number): Promise<void> {
    await this.inTurn(async () => {
      const moved = closedUp(this.queue, next);
      if (moved.every((one, place) => one.number === this.queue[place]?.number)) return;
      const rows = await Promise.all(moved.map(async (one) => ({ number: one.number, ...(await sealValue(this.key, one)) })));
      await written(
        this.database.transaction("rw", this.database.commands, async () => {
          await this.database.commands.clear();
          await this.database.commands.bulkAdd(rows);
        }),
      );
      this.queue = moved;
      this.changed();
    });
  }

  /** Let commands go that may leave the device. */
  async forget(commands: readonly Command[]): Promise<void> {
    const gone = new Set(commands.filter((one) => !waiting(one)).map((one) => one.number));
    if (!gone.size) return;
    await this.inTurn(async () => {
      await this.database.commands.bulkDelete([...gone]);
      this.queue = this.queue.filter((one) => !gone.has(one.number));
      this.changed();
    });
  }

  async photoBytes(id: string): Promise<ArrayBuffer | undefined> {
    const row = await this.database.photos.get(id);
    return row && openBytes(this.key, row).catch(() => undefined);
  }

  /** Let a photo's bytes go; only after the server has acknowledged the whole photo. */
  async dropPhoto(id: string): Promise<void> {
    await this.database.photos.delete(id);
    this.photos.delete(id);
    this.changed();
  }

  /** Return everything that can be read, and what cannot as it lies here, for a file to carry away. */
  exported(): string {
    const damaged = this.damaged.map((one) => ({ number: one.number, found_at: one.found_at, sealed: base64(one.data), iv: base64(one.iv.buffer) }));
    const device = { id: this.device.id, account: this.device.account };
    return JSON.stringify({ device, exported_at: new Date().toISOString(), commands: this.queue, damaged }, null, 1);
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.listeners) listener();
  }

  /** One write after another: two taps at once must not take the same number. */
  private inTurn<T>(write: () => Promise<T>): Promise<T> {
    const turn = this.writing.then(write, write);
    this.writing = turn.catch(() => undefined);
    return turn;
  }
}

function base64(bytes: ArrayBuffer): string {
  return btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));
}
