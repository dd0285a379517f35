"use client";

import { createContext } from "react";
import type { OnDuty } from "@/lib/device/identity/held-keys";

/** Who is at this counter, for the parts of the desk that would ask otherwise. */
export const OnDutyContext = createContext<OnDuty | undefined>(undefined);
