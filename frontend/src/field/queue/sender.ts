// Sends what was done when there is a network: in order, in parcels, again after a pause where it fails.
import type { Vault } from "../store/vault";
import { onTheWire, type Verdict } from "./command";
import { backoff, judged, mayLeave, missing, parcel, waiting } from "./order";
import { askJson, Unanswered } from "./server";
import { photosToSend, sendPhoto } from "./uploads";

export type Line = "idle" | "sending" | "offline" | "signed_out" | "failing" | "cut_off";

interface DeviceTold {
  next: number;
  skew_s: number;
  cut_off_at: string | null;
}

interface Answer {
  next: number;
  skew_s: number;
  verdicts: Verdict[];
}

export class Sender {
  line: Line = navigator.onLine ? "idle" : "offline";
  reason = "";
  skewSeconds = 0;
  /** From which number a restored server asks for commands again; 0 where it does not. */
  restoredFrom = 0;
  lacking = 0;
  progress = new Map<string, number>();
  private next = 0;
  private failures = 0;
  private timer = 0;
  private running: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly vault: Vault,
    private readonly afterwards: (sent: number) => void,
    private readonly cutOff: () => Promise<void>,
  ) {
    addEventListener("online", () => void this.send());
    addEventListener("offline", () => this.at("offline"));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.send();
    });
  }

  /** Send what waits. Asked while it is sending, it looks once more when it is through. */
  send(): Promise<void> {
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    while (this.again) {
      this.again = false;
      if (this.line === "cut_off") return;
      try {
        await this.round();
      } catch (error) {
        await this.stumble(error instanceof Unanswered ? error : new Unanswered(500, String(error)));
        return;
      }
    }
  }

  private async round(): Promise<void> {
    this.at("sending");
    const device = await askJson<DeviceTold>("GET", `/devices/${this.vault.device.id}`);
    this.heard(device.next, device.skew_s);
    if (device.cut_off_at) {
      this.at("cut_off");
      await this.cutOff();
      return;
    }
    if (this.vault.damaged.length) await this.vault.closeUp(this.next);
    await this.askVerdicts();
    let sent = 0;
    for (;;) {
      const commands = parcel(this.vault.queue, this.next, new Set(this.vault.photos.keys()));
      if (commands.length) {
        sent += commands.length;
        await this.sendParcel(commands);
      } else if (!(await this.sendPhotos())) break;
    }
    this.failures = 0;
    this.reason = "";
    await this.vault.forget(this.vault.queue.filter((one) => mayLeave(one, Date.now())));
    this.at("idle");
    this.afterwards(sent);
  }

  /** Ask again what became of commands whose answer was lost: the server has them, and goes on behind them. */
  private async askVerdicts(): Promise<void> {
    for (let first = this.unanswered(); first; ) {
      const told = await askJson<Verdict[]>("GET", `/devices/${this.vault.device.id}/commands?after=${first.number - 1}`);
      await this.judge(told);
      const still = this.unanswered();
      if (still === undefined || still.number <= first.number) return;
      first = still;
    }
  }

  private unanswered() {
    return this.vault.queue.find((one) => waiting(one) && one.number < this.next);
  }

  private async judge(told: readonly Verdict[]): Promise<void> {
    const verdicts = new Map(told.map((one) => [one.id, one]));
    const before = this.vault.queue.filter((one) => verdicts.has(one.id));
    await this.vault.update(before.map((one) => judged(one, verdicts.get(one.id)!)));
  }

  private async sendParcel(commands: ReturnType<typeof parcel>): Promise<void> {
    await this.vault.update(commands.filter(waiting).map((one) => ({ ...one, state: "sent" as const })));
    const body = { sent_at: new Date().toISOString(), commands: commands.map(onTheWire) };
    const answer = await askJson<Answer>("POST", `/devices/${this.vault.device.id}/commands`, body);
    await this.judge(answer.verdicts);
    this.heard(answer.next, answer.skew_s);
    // A server that takes nothing and says nothing new would be asked for ever.
    if (answer.next <= (commands[0]?.number ?? 0)) throw new Unanswered(500, "");
  }

  /** Send photos that were announced; returns whether any was settled, so that a signature may follow. */
  private async sendPhotos(): Promise<boolean> {
    const waitingPhotos = photosToSend(this.vault.queue, this.vault.photos);
    for (const photo of waitingPhotos) {
      try {
        await sendPhoto(this.vault, photo, (received) => {
          this.progress.set(photo.record_id ?? "", received);
          this.vault.changed();
        });
      } catch (error) {
        // A picture that the server will not have must not hold up the signature; it stays here and is told of.
        if (!(error instanceof Unanswered) || error.passing || error.status === 401 || error.status === 403) throw error;
        this.reason = error.message;
      }
    }
    return waitingPhotos.some((photo) => !this.vault.photos.has(photo.record_id ?? ""));
  }

  private heard(next: number, skew: number): void {
    const first = this.vault.queue.find((one) => one.number === next);
    if (first && !waiting(first) && !this.restoredFrom) this.restoredFrom = next;
    this.lacking = missing(this.vault.queue, next) && !this.vault.damaged.length ? next : 0;
    this.next = next;
    this.skewSeconds = skew;
  }

  private async stumble(error: Unanswered): Promise<void> {
    this.reason = error.message;
    if (error.status === 401) return this.at("signed_out");
    if (error.status === 403) return this.lookIfCutOff();
    this.failures += 1;
    this.at(error.status === 0 ? "offline" : "failing");
    this.timer = window.setTimeout(() => void this.send(), backoff(this.failures));
  }

  private async lookIfCutOff(): Promise<void> {
    try {
      const device = await askJson<DeviceTold>("GET", `/devices/${this.vault.device.id}`);
      if (device.cut_off_at) {
        this.at("cut_off");
        await this.cutOff();
        return;
      }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
    }
    this.at("signed_out");
  }

  private at(line: Line): void {
    this.line = line;
    this.vault.changed();
  }
}
