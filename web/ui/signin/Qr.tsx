import { useEffect, useState } from 'react'
import { useUiSay } from '../say.ts'

type Drawn = { size: number; path: string }

/** A QR code drawn here, so that what it says never leaves this page; black on white in every theme. */
export function Qr({ text }: { text: string }) {
  const say = useUiSay()
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  useEffect(() => {
    let gone = false
    const show = async () => {
      const done = await draw(text)
      if (!gone) setDrawn(done)
    }
    void show()
    return () => {
      gone = true
    }
  }, [text])
  // Four modules of white around it, as readers expect.
  const box = drawn ? `-4 -4 ${drawn.size + 8} ${drawn.size + 8}` : '0 0 1 1'
  return (
    <svg className="qr" viewBox={box} role="img" aria-label={say('qr')} shapeRendering="crispEdges">
      {drawn && <path d={drawn.path} />}
    </svg>
  )
}

async function draw(text: string): Promise<Drawn> {
  const { create } = await import('qrcode')
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (__, x) => (modules.get(y, x) ? `M${x} ${y}h1v1h-1z` : '')).join(''),
  )
  return { size, path: rows.join('') }
}
