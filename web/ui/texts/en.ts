import type { SameKeys } from '#contract/text.ts'
import type { zh } from './zh.ts'

export const en: SameKeys<typeof zh> = {
  app: 'Shuke',
  sign_in: 'Sign in',
  signing_in: 'Signing in',
  chain_code: 'Chain code',
  phone: 'Phone',
  password: 'Password',
  show_password: 'Show password',
  hide_password: 'Hide password',
  session_ended: 'Your session has ended: sign in again, everything you were doing is still there',
  other_person: 'Sign in as somebody else',
  language: 'Language',
  offline: 'The server cannot be reached: check the network and try again',
  no_answer: 'The server did not answer; try again shortly',
  failed: 'Could not be fetched',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  undo_for: 'within {seconds} s',
  loading: 'Loading',
  slow: 'Slower than usual: {seconds} s so far',
  request_no: 'No. {id}',
}
