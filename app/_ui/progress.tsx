/** Long work, with counts where they are known. Without `done` the bar only says that something goes on. */
export function Progress({ label, done, of }: { label: string; done?: number; of?: number }) {
	const known = done !== undefined && of !== undefined && of > 0;
	return (
		<div>
			<div className="flex justify-between gap-4 text-sm text-ink-2">
				<span>{label}</span>
				{known ? (
					<span className="tabular">
						{done} / {of}
					</span>
				) : null}
			</div>
			<div
				role="progressbar"
				aria-label={label}
				aria-valuemin={known ? 0 : undefined}
				aria-valuemax={known ? of : undefined}
				aria-valuenow={known ? done : undefined}
				className="mt-2 h-1.5 overflow-hidden rounded-full bg-line"
			>
				<div
					className={known ? "h-full rounded-full bg-accent" : "h-full w-2/5 animate-pulse rounded-full bg-accent"}
					style={known ? { width: `${Math.min(100, (100 * done) / of)}%` } : undefined}
				/>
			</div>
		</div>
	);
}
