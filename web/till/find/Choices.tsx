import { Icon } from '../../ui/Icon.tsx'
import { formatCount } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { focusBox, mayBeMember } from '../box.ts'
import { memberPrice } from '../goods.ts'
import { useSay } from '../texts.ts'
import { choose, type Choice } from './choices.ts'

export const choicesId = 'box-choices'
export const optionId = (at: number): string => `box-choice-${at}`

/** The list under the input; Enter takes the marked row, a finger any. */
export function Choices({ choices, picked, text }: { choices: Choice[]; picked: number; text: string }) {
  const say = useSay()
  const typing = /^\d+$/.test(text.trim()) && !mayBeMember(text.trim())
  if (choices.length === 0 && typing) return null
  return (
    <div className="choices">
      <ul id={choicesId} role="listbox" aria-label={say('choices')}>
        {choices.map((choice, at) => (
          <li
            key={at}
            id={optionId(at)}
            role="option"
            aria-selected={at === picked}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              choose(choice)
              focusBox()
            }}
          >
            {choice.kind === 'sku' ? <SkuRow sku={choice.sku} /> : <MemberRow member={choice.member} />}
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="none">{say('nothing_found')}</p>}
    </div>
  )
}

function SkuRow({ sku }: { sku: Extract<Choice, { kind: 'sku' }>['sku'] }) {
  const say = useSay()
  const member_fen = memberPrice(sku)
  return (
    <>
      <Icon name={sku.sold_by === 'weight' ? 'scale' : 'tag'} />
      <span className="cut">
        <b>{sku.name}</b>
        <small>
          {sku.category} · {sku.code}
        </small>
      </span>
      <span className="r n">
        <Money fen={sku.list_price_fen} bare />
        {sku.sold_by === 'weight' && <small> /kg</small>}
        {member_fen !== null && (
          <small className="gain">
            {say('member_price_short')} <Money fen={member_fen} bare />
          </small>
        )}
      </span>
    </>
  )
}

function MemberRow({ member }: { member: Extract<Choice, { kind: 'member' }>['member'] }) {
  const say = useSay()
  const { principal_fen, bonus_fen, points } = member.holdings
  return (
    <>
      <Icon name="person" />
      <span className="cut">
        <b>{member.name}</b>
        <small className="n">{member.phone_masked}</small>
      </span>
      <span className="r n">
        <Money fen={principal_fen + bonus_fen} />
        <small>{say('points_n', { points: formatCount(points) })}</small>
      </span>
    </>
  )
}
