import { expect, test } from 'vitest'
import { supportPermissions } from './operators.ts'
import { builtInRoles } from './roles.ts'

test('the list of support moves no value, opens no number, takes nothing out and lets nobody in', () => {
  const never = [
    /^(sales\.(settle|return|override)|value\.(top_up|adjust))/,
      /^(approvals|staff\.edit|roles|operators|tills)/,
    /unmask|export|delete|enrol/,
  ]
  const wrong = supportPermissions.filter((one) => never.some((pattern) => pattern.test(one)))
  expect(wrong).toEqual([])
})

test('only the owner lets the people of the platform in, until the chain says otherwise', () => {
  const mayAdmit = Object.entries(builtInRoles)
    .filter(([, { permissions }]) => permissions.includes('operators.admit')).map(([code]) => code)
  expect(mayAdmit).toEqual(['owner'])
})
