import { DEFAULT_OPTIONS, type GeneratorOptions } from '../generator/options.ts';

export interface Scenario {
  readonly name: string;
  readonly options: GeneratorOptions;
}

/** The ways in which a capture can be worse than what was on the wire, one at a time and together. */
export function scenarios(
  base: Pick<GeneratorOptions, 'size' | 'seed' | 'connections'>,
): readonly Scenario[] {
  const clean = { ...DEFAULT_OPTIONS, ...base, outOfOrder: 0, retransmit: 0, overlap: 0 };
  const disorder = { outOfOrder: 0.03, retransmit: 0.03, overlap: 0.01 };
  const usual = { outOfOrder: 0.005, retransmit: 0.005, overlap: 0.0005 };
  return [
    { name: 'no loss', options: { ...clean, ...usual } },
    { name: '0.1 % lost', options: { ...clean, ...usual, loss: 0.001 } },
    { name: '1 % lost', options: { ...clean, ...usual, loss: 0.01 } },
    { name: '5 % lost', options: { ...clean, ...usual, loss: 0.05 } },
    { name: '3 % disorder and repetitions', options: { ...clean, ...disorder } },
    { name: '20 % of connections from their middle', options: { ...clean, ...usual, midstream: 0.2 } },
    { name: 'all of it, 1 % lost', options: { ...clean, ...disorder, midstream: 0.2, loss: 0.01 } },
    {
      name: 'all of it, IPv6, offload, pcapng',
      options: {
        ...clean,
        ...disorder,
        midstream: 0.2,
        loss: 0.01,
        ipv6: 0.5,
        gro: true,
        format: 'pcapng',
        link: 'sll',
      },
    },
  ];
}
