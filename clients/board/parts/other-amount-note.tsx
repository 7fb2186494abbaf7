/** Says that the book is for another amount than what stands in the field. It lies where an old book says so. */
export const OtherAmountNote = ({ amount }: { amount: string }) => (
  <div className="book-note">
    <p data-other-amount={amount}>
      <strong>These routes are for {amount}.</strong> What is typed above is no amount.
    </p>
  </div>
);
