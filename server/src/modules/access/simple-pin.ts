const up = '01234567890', down = '09876543210'

/** Whether a PIN of six digits is among the first that anybody would try: runs and repeats. */
export function isSimplePin(pin: string): boolean {
  const repeats = [/^(\d{1,3})\1+$/, /^(\d)\1(\d)\2(\d)\3$/, /^(\d)\1\1(\d)\2\2$/]
  return up.includes(pin) || down.includes(pin) || repeats.some((pattern) => pattern.test(pin))
}
