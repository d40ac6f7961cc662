/** A condition on metadata that cannot be met by anything: the request is wrong, a 400. */
export class InvalidCondition extends Error {
  override readonly name = 'InvalidCondition';
}
