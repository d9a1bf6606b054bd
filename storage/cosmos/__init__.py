"""Documents on Azure Cosmos DB. All but `account` imports azure's client, and so is imported late."""
