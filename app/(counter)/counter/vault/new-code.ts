"use client";

import { createContext } from "react";

/** Shows a recovery code that was just made, and has it typed back, in place of everything else. */
export const NewCodeContext = createContext<(code: string) => void>(() => undefined);
