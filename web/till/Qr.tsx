import { create } from 'qrcode'

/** A QR code as one path: black where it is dark, with the quiet margin of four that scanners want. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const path = Array.from({ length: size * size }, (_, at) =>
    data[at] ? `M${(at % size) + 4} ${Math.floor(at / size) + 4}h1v1h-1z` : '',
  ).join('')
  const whole = size + 8
  return (
    <svg viewBox={`0 0 ${whole} ${whole}`} role="img" aria-label={label}>
      <path d={path} fill="currentcolor" />
    </svg>
  )
}
