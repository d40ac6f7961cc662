/** WeChat sends whole files only. */
export const loadResumable = null;
