import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/**
 * What a chain's sensitive fields are closed with. The keys live outside the
 * database; each chain has its own.
 */
export type Seal = {
  /** Encrypts a field (AES-256-GCM): nonce, tag and text in one. */
  close(text: string): Buffer
  open(sealed: Buffer): string
  /** A keyed digest for look-up and uniqueness: equal texts agree, nobody without the key can try texts. */
  fingerprint(kind: string, text: string): string
}

const nonce_bytes = 12, tag_bytes = 16

/** Derives a chain's seal from the master key. */
export function sealOf(master: Buffer, chain_id: string): Seal {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', master, chain_id, `shuke/${purpose}`, 32))
  const field = derive('field'), look_up = derive('look-up')
  return {
    close(text) {
      const nonce = randomBytes(nonce_bytes)
      const cipher = createCipheriv('aes-256-gcm', field, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open(sealed) {
      const cipher = createDecipheriv('aes-256-gcm', field, sealed.subarray(0, nonce_bytes), {
        // A shorter tag would be taken too, and is soon guessed.
        authTagLength: tag_bytes,
      })
      cipher.setAuthTag(sealed.subarray(nonce_bytes, nonce_bytes + tag_bytes))
      return Buffer.concat([cipher.update(sealed.subarray(nonce_bytes + tag_bytes)), cipher.final()])
        .toString('utf8')
    },
    fingerprint: (kind, text) => createHmac('sha256', look_up).update(`${kind}\n${text}`).digest('base64url'),
  }
}

/** 138****5678: how a phone is shown everywhere (R1.64). */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`
}
