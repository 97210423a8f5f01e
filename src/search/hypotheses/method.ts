/* Hypotheses on the method that was signed. */

import { cause } from '../../engine/diagnose/cause.ts';
import { type Hypothesis, type Subject, type Variant, WITH_COS } from '../hypothesis.ts';

const METHODS = ['GET', 'PUT', 'POST', 'HEAD', 'DELETE', 'OPTIONS'] as const;

function* others(subject: Subject, methods: readonly string[]): Generator<Variant> {
  const { parts } = subject;
  if (parts.family === 'policy') return;
  const sent = parts.method.value;
  for (const signed of methods) {
    if (signed === sent) continue;
    yield {
      cause: cause('method-signed-other', { signed, sent }),
      patch: { method: { ...parts.method, value: signed } },
    };
  }
}

const otherMethod: Hypothesis = {
  id: 'method-other',
  families: WITH_COS,
  field: 'method',
  causes: ['method-signed-other'],
  cost: 1,
  variants: (subject) =>
    others(subject, subject.parts.family === 'format' ? METHODS.map((each) => each.toLowerCase()) : METHODS),
};

const lowerCase: Hypothesis = {
  id: 'method-case',
  field: 'method',
  causes: ['method-signed-other'],
  cost: 3,
  variants: (subject) => {
    const { method } = subject.request;
    return others(subject, [method.toLowerCase(), method.toUpperCase()]);
  },
};

/** The method left out, with its line or without. */
const leftOut: Hypothesis = {
  id: 'method-left-out',
  field: 'method',
  causes: ['line-left-out'],
  cost: 4,
  single: true,
  *variants({ parts }) {
    if (parts.family === 'policy') return;
    const made = cause('line-left-out', { which: 'line-method' });
    yield { cause: made, patch: { method: { ...parts.method, value: '' } } };
    yield { cause: made, render: (slots) => slots.slice(1).join('') };
  },
};

export const METHOD_HYPOTHESES: readonly Hypothesis[] = [otherMethod, lowerCase, leftOut];
