/** A control of a setting: it hands on undefined while what is typed is no value yet. */
export type FieldProps<Value> = { value: Value; onChange: (value: Value | undefined) => void }
