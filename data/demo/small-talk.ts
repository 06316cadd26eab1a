import { Chance } from './chance.ts';

/** Short made-up texts and people, drawn once: obviously fake, with the domains of RFC 2606. */
export interface SmallTalk {
	question(): string;
	answer(): string;
	email(): string;
}

export function smallTalk(seed: number): SmallTalk {
	const chance = new Chance(seed, 'small talk');
	const { faker } = chance;
	const pool = (make: () => string) => {
		const made = Array.from({ length: 150 }, make);
		return () => chance.pick(made);
	};
	return {
		question: pool(
			() =>
				`This is ${faker.person.fullName()} of ${faker.company.name()} (made up). ` +
				faker.lorem.sentence(9)
		),
		answer: pool(() => faker.lorem.sentence(12)),
		email: pool(() => faker.internet.email({ provider: 'example.com' }).toLowerCase())
	};
}
