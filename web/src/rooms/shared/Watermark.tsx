import { clockTime, useSeconds } from '../../app';

/** Who looks and when, over the whole picture: a photo of the screen tells where it came from. */
export function Watermark({ text }: { text: string }) {
  const seconds = useSeconds();
  const line = `${text} · ${clockTime(seconds * 1000)}`;
  return (
    <div className="v-watermark" aria-hidden="true" data-text={text}>
      {Array.from({ length: 24 }, (_none, i) => (
        <span key={i}>{line}</span>
      ))}
    </div>
  );
}
