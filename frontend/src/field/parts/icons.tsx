// Icons of the open Tabler set, one file each, so that only these are in the app.
import alert from "@tabler/icons/outline/alert-triangle.svg?raw";
import back from "@tabler/icons/outline/chevron-left.svg?raw";
import bolt from "@tabler/icons/outline/bolt.svg?raw";
import camera from "@tabler/icons/outline/camera.svg?raw";
import check from "@tabler/icons/outline/check.svg?raw";
import checklist from "@tabler/icons/outline/checklist.svg?raw";
import clock from "@tabler/icons/outline/clock.svg?raw";
import cloud from "@tabler/icons/outline/cloud-up.svg?raw";
import device from "@tabler/icons/outline/device-mobile.svg?raw";
import forward from "@tabler/icons/outline/chevron-right.svg?raw";
import hand from "@tabler/icons/outline/hand-stop.svg?raw";
import list from "@tabler/icons/outline/list-details.svg?raw";
import map from "@tabler/icons/outline/map-pin.svg?raw";
import more from "@tabler/icons/outline/dots.svg?raw";
import phone from "@tabler/icons/outline/phone.svg?raw";
import puzzle from "@tabler/icons/outline/puzzle.svg?raw";
import refresh from "@tabler/icons/outline/refresh.svg?raw";
import scan from "@tabler/icons/outline/scan.svg?raw";
import search from "@tabler/icons/outline/search.svg?raw";
import signature from "@tabler/icons/outline/signature.svg?raw";
import tool from "@tabler/icons/outline/tool.svg?raw";
import tree from "@tabler/icons/outline/binary-tree.svg?raw";
import writing from "@tabler/icons/outline/writing.svg?raw";
import x from "@tabler/icons/outline/x.svg?raw";

const ICONS = {
  alert, back, bolt, camera, check, checklist, clock, cloud, device, forward, hand, list, map, more, phone, puzzle, refresh, scan, search,
  signature, tool, tree, writing, x,
};

export type IconName = keyof typeof ICONS;

export function Icon({ name }: { name: IconName }) {
  return <span class="icon" aria-hidden="true" dangerouslySetInnerHTML={{ __html: ICONS[name] }} />;
}
