/** Opens the counter; `code`: a recovery code that is now to be shown and typed back. */
export type Attempt = <Tried extends { readonly code?: string | undefined }>(
	work: () => Promise<Tried>,
) => Promise<Tried>;
