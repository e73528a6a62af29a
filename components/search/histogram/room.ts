/** Pixels that the bars leave free: for the days below, the numbers at the right. What lies over the bars keeps clear of both. */
export const room = { below: 20, right: 36, above: 6 };
