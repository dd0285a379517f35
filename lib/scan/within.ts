/** What a promise of the browser gives within `ms`, else `otherwise`: some are never kept. A rejection passes through. */
export function within<T>(promise: Promise<T>, ms: number, otherwise: T): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => resolve(otherwise), ms);
		promise.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}
