"use client";

import { createContext, useContext } from "react";

/** What any call does when the portal says that the session has ended. */
export const SignedOutContext = createContext<() => void>(() => undefined);

export function useSignedOut(): () => void {
	return useContext(SignedOutContext);
}
