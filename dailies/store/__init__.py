"""What is remembered: one DynamoDB table, every change a conditional write."""
