import type { VerdictView } from "./verdict-view";

/** One shape for each verdict: told apart in black and white, from two metres. */
const SHAPES: Record<VerdictView["outcome"], React.ReactNode> = {
	admitted: (
		<>
			<circle cx="50" cy="50" r="44" />
			<path d="M29 52l15 15 29-32" strokeWidth="9" strokeLinecap="round" strokeLinejoin="round" />
		</>
	),
	refused: (
		<>
			<path d="M32 6h36l26 26v36L68 94H32L6 68V32z" strokeLinejoin="round" />
			<path d="M35 35l30 30M65 35L35 65" strokeWidth="9" strokeLinecap="round" />
		</>
	),
	compare: (
		<>
			<path d="M50 6l44 44-44 44L6 50z" strokeLinejoin="round" />
			<path d="M50 30v26M50 69v.5" strokeWidth="9" strokeLinecap="round" />
		</>
	),
	unverifiable: (
		<>
			<rect x="8" y="8" width="84" height="84" rx="10" />
			<path d="M37 38c0-18 27-18 27 0 0 12-14 12-14 23M50 76v.5" strokeWidth="8" strokeLinecap="round" />
		</>
	),
	alreadyIn: (
		<>
			<path d="M84 36A38 38 0 1 0 88 50" strokeWidth="8" strokeLinecap="round" />
			<path d="M88 14v24H64" strokeWidth="8" strokeLinecap="round" strokeLinejoin="round" />
			<path d="M50 30v22l14 9" strokeWidth="7" strokeLinecap="round" strokeLinejoin="round" />
		</>
	),
	out: (
		<>
			<path d="M56 10H16v80h40" strokeLinejoin="round" strokeLinecap="round" />
			<path d="M40 50h50M72 30l20 20-20 20" strokeWidth="9" strokeLinecap="round" strokeLinejoin="round" />
		</>
	),
};

export function VerdictIcon({ outcome, className = "" }: { outcome: VerdictView["outcome"]; className?: string }) {
	return (
		<svg
			viewBox="0 0 100 100"
			fill="none"
			stroke="currentColor"
			strokeWidth="7"
			aria-hidden="true"
			className={className}
		>
			{SHAPES[outcome]}
		</svg>
	);
}
