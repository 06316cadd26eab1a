// The floors of ARCHITECTURE.md: a file imports from its own folder or from lower floors.
const core =
	'^src/lib/((units|format|number-text|share-text|time-text|filters|links|receipt|outcome-matches|glossary|roles)\\.ts$|(trace|formats|metrics|verdicts|definitions|scenarios|reports)/)|^simulations/engine/';

const forbid = (name, from, to, more = {}) => ({
	name,
	severity: 'error',
	from: { path: from, ...more },
	to: { path: to }
});

module.exports = {
	forbidden: [
		forbid(
			'core-has-no-framework',
			core,
			'^src/(routes|lib/(server|client|components))/|node_modules/(svelte|@sveltejs|@duckdb|chart\\.js)/'
		),
		{
			name: 'core-has-no-node',
			severity: 'error',
			from: { path: core },
			to: { dependencyTypes: ['core'] }
		},
		forbid(
			'floor-1-is-separate',
			'^(src/lib/trace|src/lib/metrics|simulations/engine)/',
			'^(?!$1/)(src/lib/(trace|metrics|formats|verdicts)|simulations/engine)/'
		),
		forbid(
			'browser-never-sees-server',
			'^src/lib/(client|components)/|^src/routes/.*\\.svelte$|/\\+(page|layout)\\.ts$',
			'^src/lib/server/'
		),
		forbid(
			'server-never-sees-components',
			'^src/lib/server/|\\.server\\.ts$|\\+server\\.ts$',
			'^src/lib/(client|components)/'
		),
		forbid('one-door-to-duckdb', '^(src|simulations|data|bin)/', 'node_modules/@duckdb/', {
			pathNot: 'warehouse/duckdb\\.ts$'
		}),
		forbid('one-door-to-prices', '^(src|simulations|data|bin)/', 'node_modules/@pydantic/', {
			pathNot: 'server/price-book\\.ts$'
		}),
		forbid(
			'one-door-to-single-sign-on',
			'^(src|simulations|data|bin)/',
			'node_modules/openid-client/',
			{
				pathNot: 'access/oidc\\.ts$'
			}
		),
		forbid('one-door-to-charts', '^src/', 'node_modules/(chart\\.js|chartjs-)', {
			pathNot: 'components/Chart\\.svelte$|components/chart-[a-z-]+\\.ts$|\\.svelte\\.test\\.ts$'
		}),
		forbid('one-door-to-faker', '^(src|simulations|bin)/', 'node_modules/@faker-js/'),
		forbid('components-know-no-route', '^src/lib/', '^src/routes/'),
		forbid('bin-uses-the-build', '^bin/', '^(src|simulations|data)/'),
		{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'resolves',
			severity: 'error',
			from: { path: '^(src|simulations|data)/' },
			to: {
				couldNotResolve: true,
				pathNot: '^\\$app/|^\\./\\$types|\\?(raw|worker|inline|bundle)$|^\\$env'
			}
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'svelte', 'node', 'default'],
			extensions: ['.ts', '.js', '.svelte', '.json']
		}
	}
};
