// Codes read by the camera where the browser can; typed where it cannot.
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../words";
import { Button, Text } from "./controls";
import { reader } from "./reader";

/** Our own labels hold an address that ends in the label's token. */
export function codeIn(raw: string): string {
  return /\/r\/([^/]+)\/?$/.exec(raw.trim())?.[1] ?? raw.trim();
}

export function Scan({ found }: { found: (code: string) => void }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const tell = (code: string) => {
    setOpen(false);
    setTyped("");
    if (code) found(codeIn(code));
  };
  if (!open) return <Button label={t("scan")} icon="scan" press={() => setOpen(true)} code="scan" />;
  return (
    <div class="scan">
      {"mediaDevices" in navigator && <Camera tell={tell} />}
      <Text label={t("scan_type")} name="code" value={typed} change={setTyped} most={120} />
      <div class="pair">
        <Button label={t("search")} look="primary" press={() => tell(typed)} code="code" />
        <Button label={t("cancel")} press={() => setOpen(false)} />
      </div>
    </div>
  );
}

function Camera({ tell }: { tell: (code: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [works, setWorks] = useState(true);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let over = false;
    const look = async () => {
      const read = await reader();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (over || !video.current) return stream.getTracks().forEach((track) => track.stop());
      video.current.srcObject = stream;
      await video.current.play();
      while (!over && video.current) {
        const code = await read(video.current);
        if (code) return tell(code);
        await new Promise(requestAnimationFrame);
      }
    };
    look().catch(() => setWorks(false));
    return () => {
      over = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  if (!works) return null;
  return (
    <>
      <p class="soft">{t("scan_aim")}</p>
      <video ref={video} muted playsInline />
    </>
  );
}
