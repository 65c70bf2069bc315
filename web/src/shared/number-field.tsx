// A field for one number. In: the number, its limits, a unit behind it. Out: each number within
// the limits, while it is typed. Any other is told of and never handed on: leaving the field,
// or Enter, which saves the form, takes the nearest one within them.

import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { numberText as text } from '../text/common.ts';

type NumberFieldProps = {
  readonly label: ReactNode;
  readonly name?: string;
  readonly description?: ReactNode;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Digits behind the point that may be typed. */
  readonly decimals?: number;
  readonly unit?: string;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
};

export function NumberField({ value, min, max, decimals = 0, unit, onChange, ...rest }: NumberFieldProps) {
  /** What stands in the field while it is typed; undefined when it is the value. */
  const [typed, setTyped] = useState<string>();
  const numberIn = (words: string): number | undefined => {
    const number = Number(words.replace(',', '.'));
    return words.trim() === '' || !Number.isFinite(number) ? undefined : number;
  };
  const nearest = (number: number): number => Math.min(max, Math.max(min, Number(number.toFixed(decimals))));
  const hand = (number: number) => {
    if (number !== value) onChange(number);
  };
  const number = typed === undefined ? value : numberIn(typed);
  const settle = () => {
    setTyped(undefined);
    if (number !== undefined) hand(nearest(number));
  };
  const wrong = number === undefined || nearest(number) !== number;
  return (
    <TextInput
      {...rest}
      inputMode={decimals === 0 ? 'numeric' : 'decimal'}
      value={typed ?? String(value)}
      error={wrong ? text.outside(min, max, decimals) : undefined}
      {...(unit === undefined ? {} : { rightSection: <span aria-hidden="true">{unit}</span> })}
      onChange={(event) => {
        const words = event.currentTarget.value;
        const next = numberIn(words);
        setTyped(words);
        if (next !== undefined && nearest(next) === next) hand(next);
      }}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
      }}
    />
  );
}
