// What every screen works with: the opened store, what sends it, and the deeds of a visit.
import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Lists, Pack, PackedEdition, PackedForms, PackedVisit } from "../pack/shapes";
import type { Deed } from "../queue/command";
import type { Sender } from "../queue/sender";
import { Full, type Vault } from "../store/vault";
import { applied } from "../visit/applied";
import { t } from "../words";

export interface Deck {
  vault: Vault;
  sender: Sender;
  refreshPack: () => Promise<void>;
  lock: () => void;
}

export const DeckContext = createContext<Deck | null>(null);

export function useDeck(): Deck {
  const deck = useContext(DeckContext);
  if (!deck) throw new Error("no store is open");
  return deck;
}

/** Draw again whenever the store changes. */
export function useVault(): Vault {
  const { vault } = useDeck();
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => vault.listen(() => draw(0)), [vault]);
  return vault;
}

export function editionsOf(vault: Vault): PackedEdition[] {
  return (vault.pieces.get("forms")?.content as PackedForms | undefined)?.editions ?? [];
}

const NOTHING: Lists = { codes: [], parts: [], tools: [] };

export function packOf(vault: Vault): Pack | undefined {
  return vault.pieces.get("pack")?.content as Pack | undefined;
}

export function listsOf(vault: Vault): Lists {
  return (vault.pieces.get("lists")?.content as Lists | undefined) ?? NOTHING;
}

/** Return a visit as it stands with everything done here. */
export function visitOf(vault: Vault, id: string): PackedVisit | undefined {
  const piece = vault.pieces.get(`visit:${id}`);
  return piece && applied(piece.content as PackedVisit, vault.queue, piece.through);
}

export function visitsOf(vault: Vault): PackedVisit[] {
  const ids = [...vault.pieces.keys()].filter((key) => key.startsWith("visit:")).map((key) => key.slice(6));
  return ids.flatMap((id) => visitOf(vault, id) ?? []).sort((a, b) => a.planned_from.localeCompare(b.planned_from));
}

/** Return what writes a deed of a visit down and sends it when it can; answers with why it could not, or nothing. */
export function useNoting(): (deed: Deed, photo?: { id: string; bytes: ArrayBuffer }) => Promise<string[]> {
  const { vault, sender } = useDeck();
  return async (deed, photo) => {
    try {
      await vault.note(deed, vault.pieces.get(`visit:${deed.visit_id}`)?.through ?? 0, photo);
    } catch (error) {
      return [error instanceof Full ? t("quota") : t("store_broken", { reason: String(error) })];
    }
    if (navigator.onLine) void sender.send();
    return [];
  };
}
