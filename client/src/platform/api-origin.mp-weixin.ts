/** Stands for the organisation's own server until the build is told which one that is: a reserved name that nobody has. */
export const defaultOrigin = 'https://huati.example.com';
